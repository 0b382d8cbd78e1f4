// The words of playbooks beside a map.

import { countOf, sayCount } from "./figures";

export const besideWords = {
  title: "Playbooks at this step",
  mark: (n: number) => countOf(n, "playbook acts here", "playbooks act here"),
  chip: (n: number) => countOf(n, "playbook"),
  running: (n: number) => `${sayCount(n)} running`,
  openThem: (what: string) => `${what}: what happens at this step sets them off. Click to see them.`,
  underWay: (n: number) => countOf(n, "run under way", "runs under way"),
  noneUnderWay: "no run under way",
  none: "No playbook acts at this step.",
  says: "They begin by what happens at this step. Change what they do here; a change is kept once you save it.",
  whole: "All of it: simulate it, turn it on",
  hows: { off: "off", on: "on", paused: "paused", draining: "finishing" } as Readonly<Record<string, string>>,
};
