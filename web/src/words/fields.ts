// The words of fields that are changed in place.

export const fieldWords = {
  nothing: "not said",
  takeAway: (what: string) => `Take ${what} away`,
  addTo: (what: string) => `Add to ${what.toLowerCase()}`,
  number: (label: string) => `${label}: how many`,
  unit: (label: string) => `${label}: unit`,
  units: {
    minutes: "minutes",
    hours: "hours",
    days: "days",
    weeks: "weeks",
    months: "months",
    years: "years",
  },
  notASpan: (text: string) => `“${text}” in the file`,
  onThisMap: "On this map",
  teams: "Teams",
  people: "People",
  ofFive: (label: string, n: number) => `${label}: ${n} of 5`,
  unset: "Not rated",
} as const;
