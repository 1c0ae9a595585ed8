// The people's side over HTTP, and its stream of changes.

async function answer(response) {
  const said = await response.json();
  if (!response.ok) throw new Error(said.error);
  return said;
}

export async function act(verb, form) {
  const given = Object.fromEntries(Object.entries(form).filter(([, value]) => value !== null && value !== undefined));
  return answer(await fetch(`/people/${verb}`, { method: "POST", body: JSON.stringify(given) }));
}

export async function see(view, query = {}, signal = undefined) {
  return answer(await fetch(`/people/${view}?${new URLSearchParams(query)}`, { signal }));
}

export const fileUrl = (file_id) => `/people/file?${new URLSearchParams({ file_id })}`;

// EventSource comes back by itself; ``opened`` is called every time, because changes in between were missed.
export function listen({ opened, changed, lost }) {
  const source = new EventSource("/people/live");
  source.addEventListener("open", opened);
  source.addEventListener("error", lost);
  source.addEventListener("message", ({ data }) => changed(JSON.parse(data)));
}
