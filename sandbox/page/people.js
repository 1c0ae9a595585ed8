// The people's side over HTTP.

async function answer(response) {
  const said = await response.json();
  if (!response.ok) throw new Error(said.error);
  return said;
}

export async function act(verb, form) {
  const given = Object.fromEntries(Object.entries(form).filter(([, value]) => value !== null && value !== ""));
  const body = JSON.stringify(given);
  return answer(await fetch(`/people/${verb}`, { method: "POST", body }));
}

export async function see(view, query = {}, signal = undefined) {
  return answer(await fetch(`/people/${view}?${new URLSearchParams(query)}`, { signal }));
}
