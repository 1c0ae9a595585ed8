"""``wuailin check``: is the configuration right, and what does it hold."""

from collections.abc import Iterator
from datetime import date, timedelta

import typer

from bot.clock import is_known_year, system_clock
from bot.commands.options import DEFAULT_CONFIG, ConfigFile, loaded
from bot.config import Config, warnings

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def check(config: ConfigFile = DEFAULT_CONFIG) -> None:
    """Check the configuration; say what it holds and what is probably not meant."""
    settings = loaded(config)
    doubts = [
        *warnings(settings),
        *_unknown_holidays(system_clock().astimezone(settings.community.zone).date()),
    ]
    for line in [*_contents(settings), *(f"warning: {line}" for line in doubts)]:
        typer.echo(line)


def _unknown_holidays(today: date) -> Iterator[str]:
    for year in {today.year, (today + timedelta(days=30)).year}:
        if not is_known_year(year):
            yield f"holidays of {year} are not known yet, Monday to Friday count as workdays: update chinesecalendar"


def _contents(config: Config) -> Iterator[str]:
    yield f"{config.community.name}: the configuration is right"
    for name, entries in (
        ("estates", [estate.name for estate in config.estates]),
        ("nicknames", [nickname.name for nickname in config.nicknames]),
        ("grids", [f"{grid.code} {grid.name}" for grid in config.grids]),
        ("workers", [worker.name for worker in config.workers]),
        ("categories", [f"{category.key} {category.name}" for category in config.categories]),
        ("canteens", [canteen.name for canteen in config.canteens]),
        ("schedules", [f"{plan.what} {plan.at} {plan.days}" for plan in config.schedules]),
    ):
        yield f"{name} ({len(entries)}): {', '.join(entries)}"
