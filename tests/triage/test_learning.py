"""A community's own tickets teach what its words mean, and only when they show it."""

import random
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.triage import Triage
from bot.triage.evidence import Change, Evidence, Tally, learn, odds_against_luck
from bot.triage.learning import Example, Learned, Model, Tuition, Voice, combine, grams
from tests.triage.tickets import ordinary, past_tickets
from tests.triage.xiguan import NEIGHBOURHOOD

KNOWN = [category.key for category in NEIGHBOURHOOD.categories]
OWN = "老虎窗又不行了"


def train(examples: Iterable[Example]) -> Model:
    tuition = Tuition()
    for example in examples:
        tuition.hear(grams(example.text), example.category, sure=example.sure)
    return tuition.model()


@pytest.fixture(scope="module")
def taught(triage: Triage) -> Triage:
    model, evidence = learn(past_tickets(120), triage.topic, KNOWN)
    return triage.with_learned(Learned(model, evidence.trusted))


def test_the_communitys_own_words_are_learnt(triage: Triage) -> None:
    model, evidence = learn(past_tickets(120), triage.topic, KNOWN)

    assert (evidence.tickets, evidence.sure, evidence.change) == (120, 30, Change(right=25, wrong=0))
    assert evidence.by_category == {
        "drainage_leak": Tally(tried=25, rules=0, model=25, both=25),
        "elevator": Tally(tried=19, rules=19, model=19, both=19),
        "noise": Tally(tried=19, rules=19, model=19, both=19),
        "sanitation": Tally(tried=18, rules=18, model=18, both=18),
        "lighting_roads": Tally(tried=19, rules=19, model=19, both=19),
    }
    assert "other" in evidence.trusted
    assert max(model.scores(OWN), key=model.scores(OWN).__getitem__) == "drainage_leak"


def test_what_was_learnt_decides_and_says_so(triage: Triage, taught: Triage) -> None:
    before = triage.decide(OWN, directed=True)
    after = taught.decide(OWN, directed=True)

    assert (before.category, after.category) == ("other", "drainage_leak")
    assert after.reasons[1] == "本社区以往类似的诉求多归到「排水渗漏」（只看字词会归到「其他」）"
    assert after.confidence > before.confidence


def test_what_the_model_agrees_with_has_the_words_as_its_reason(triage: Triage, taught: Triage) -> None:
    decision = taught.decide("3栋电梯又坏了", directed=True)

    assert decision.category == "elevator"
    assert decision.reasons[1] == triage.decide("3栋电梯又坏了").reasons[1]


def test_a_verdict_it_was_not_shown_to_improve_is_left_alone(triage: Triage, taught: Triage) -> None:
    assert taught.learned is not None
    nowhere = triage.with_learned(replace(taught.learned, trusted=frozenset({"noise"})))

    assert nowhere.decide(OWN, directed=True) == triage.decide(OWN, directed=True)


def test_a_tag_comes_before_what_was_learnt(taught: Triage) -> None:
    decision = taught.decide(f"#吵闹 {OWN}")

    assert (decision.category, decision.confidence, decision.tagged) == ("noise", 1.0, True)


def test_what_was_learnt_makes_no_request_of_chat(triage: Triage, taught: Triage) -> None:
    assert taught.decide("老虎窗真好看").kind == triage.decide("老虎窗真好看").kind == "chat"


def test_a_category_no_longer_listed_is_never_chosen(triage: Triage, taught: Triage) -> None:
    assert taught.learned is not None
    voices = [voice._replace(category="gone") for voice in taught.learned.model.voices]
    stale = triage.with_learned(Learned(Model(voices), frozenset({"other"})))

    assert stale.decide(OWN, directed=True).category == "other"


@pytest.mark.parametrize("seed", range(5))
def test_labels_that_mean_nothing_never_take_over(triage: Triage, seed: int) -> None:
    dice = random.Random(seed)
    shuffled = [replace(one, category=dice.choice(KNOWN), sure=True) for one in past_tickets(300)]

    _, evidence = learn(shuffled, triage.topic, KNOWN)

    assert evidence.trusted == frozenset()


def test_a_few_tickets_decide_nothing_however_clear(triage: Triage) -> None:
    _, evidence = learn(past_tickets(59), triage.topic, KNOWN)

    assert evidence.odds >= 20
    assert evidence.trusted == frozenset()


def test_where_nobody_corrects_anything_the_rules_stay(triage: Triage) -> None:
    usual = ordinary()

    _, evidence = learn([next(usual) for _ in range(200)], triage.topic, KNOWN)

    assert (evidence.total.rules, evidence.trusted) == (180, frozenset())


def test_a_verdict_it_makes_worse_is_not_trusted() -> None:
    mixed = Evidence(100, 50, {}, {"other": Change(20, 1), "noise": Change(1, 2), "pets": Change(2, 2)})

    assert (mixed.is_better, mixed.trusted) == (True, {"other"})


@pytest.mark.parametrize(
    ("right", "wrong", "odds"),
    [(0, 0, 1), (6, 0, 18), (7, 0, 31), (9, 1, 18), (10, 1, 30), (0, 9, 0), (3000, 3000, 0)],
)
def test_luck_is_ruled_out_by_a_bet(right: int, wrong: int, odds: int) -> None:
    assert odds_against_luck(right, wrong) == odds


def test_a_fair_coin_seldom_wins_the_bet_however_often_one_looks() -> None:
    dice = random.Random(1)
    lucky = 0
    for _ in range(400):
        right = wrong = 0
        for _ in range(150):
            heads = dice.random() < 0.5
            right, wrong = right + heads, wrong + (not heads)
            if odds_against_luck(right, wrong) >= 20:
                lucky += 1
                break

    assert lucky <= 20  # one in twenty at most


def test_the_evidence_comes_back_as_it_was_stored() -> None:
    evidence = Evidence(9, 4, {"noise": Tally(5, 3, 4, 4)}, {"other": Change(2, 1)})

    assert Evidence.from_json(evidence.to_json()) == evidence


def test_the_same_tickets_make_the_same_model_and_without_one_it_leaves_no_trace() -> None:
    tickets = past_tickets(40)
    secret = Example("骐骥骅骝", "noise")

    assert train(tickets).voices == train(tickets).voices
    assert train([*tickets, secret]).voices != train(tickets).voices


def test_a_model_is_numbers_and_comes_back_from_them() -> None:
    model = train(past_tickets(40))
    again = Model([Voice(*voice) for voice in model.voices])

    assert again.scores(OWN) == model.scores(OWN)
    assert all(0 < weight < 256 for voice in model.voices for weight in voice.numbers[1::2])


def test_numbers_and_signs_do_not_tell_anybody_apart() -> None:
    assert grams("电话　１３９，3栋！") == grams("电话 222 19栋")


def test_an_empty_model_says_nothing() -> None:
    assert Model([]).scores(OWN) == {}
    assert train(past_tickets(40)).scores("。。。") == {}
    assert combine({"noise": 0.8}, {"pets": 1.0}) == {"noise": 0.4, "pets": 0.5}


@given(st.text(max_size=400))
@settings(max_examples=100, deadline=1000)
def test_any_text_has_a_whole_answer(text: str) -> None:
    scores = train(past_tickets(40)).scores(text)

    assert not scores or abs(sum(scores.values()) - 1) < 1e-9
