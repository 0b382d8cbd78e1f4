// The words of the first tour.

export const tourWords = {
  name: "Show me around",
  hint: "Five stops, a minute",
  of: (n: number, all: number) => `${n} of ${all}`,
  next: "Next",
  back: "Back",
  skip: "Skip",
  done: "Done",
  stops: [
    [
      "This is a journey map",
      "Each column is a step in the customer's words, each row a question about it: what they do, think, feel, meet of ours. Click any cell and write.",
    ],
    [
      "Planned is what the team believes. Lived is what happened",
      "Press Lived: the same map with the numbers of real customers on it. How many come here, how long they stay, where they leave.",
    ],
    [
      "A step is bound to data by a rule",
      "Open a step (press Space on it, or the three dots) and see what counts as being here, the numbers, and what customers said.",
    ],
    [
      "Everything has a name and a key",
      "Ctrl+K finds any map, step, card, customer and everything one can do. Press ? for all keys.",
    ],
    [
      "You are not alone here",
      "Others see what you write at once. Mention somebody in a comment with @, and the bell tells them. Whatever was done can be undone, by anybody, in the history.",
    ],
  ],
} as const;
