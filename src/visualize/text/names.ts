/** Names for places that any diagram language takes as they are: letters, digits and underscores, each once. */
export const namesFor = (places: readonly string[]): ((place: string) => string) => {
  const names = new Map<string, string>()
  const taken = new Set<string>()
  for (const place of places) {
    const readable = `at_${place.replace(/[^A-Za-z0-9]+/g, '_')}`
    let name = readable
    for (let count = 2; taken.has(name); count++) name = `${readable}_${count}`
    taken.add(name)
    names.set(place, name)
  }
  return (place) => names.get(place) ?? 'at_'
}
