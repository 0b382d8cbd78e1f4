// The words of Ctrl-K and of the sheet of keys.

export const paletteWords = {
  title: "Everything, by name",
  placeholder: "A map, a step, a card, a customer, something to do…",
  nothing: "Nothing of that name. Try fewer letters.",
  broken: (why: string) => `Nothing of that name here; customers could not be looked up. ${why}`,
  looking: "Looking… Enter goes to the first that is found.",
  goesOnceFound: "Looking… It goes on as soon as it is found.",
  groups: {
    recent: "Used last",
    do: "To do here",
    steps: "Steps",
    cards: "Cards",
    maps: "Maps",
    pages: "Pages",
    personas: "Personas",
    customers: "Customers",
  },
  goTo: "Go to",
  aMonth: (money: string) => `${money} a month`,
  health: (score: number, level: string) => `health ${score} ${level}`.trim(),
  foot: "↑ ↓ to choose, Enter to go, Esc to close. Press ? for all keys.",
  openAMap: "Open this map",
  allKeys: "All keys",
  keysTitle: "Keys",
  keysHint: "Everything here can also be found by name with Ctrl+K.",
  keys: {
    everywhere: "Everywhere",
    board: "On the board",
    typing: "While you type",
    panels: "Panels and menus",
  },
} as const;
