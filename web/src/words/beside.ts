// The words of playbooks beside a map.

const count = (n: number, one: string, many: string) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

export const besideWords = {
  title: "Playbooks at this step",
  mark: (n: number) => count(n, "playbook acts here", "playbooks act here"),
  underWay: (n: number) => count(n, "run under way", "runs under way"),
  noneUnderWay: "no run under way",
  none: "No playbook acts at this step.",
  says: "They begin by what happens at this step. Open one to see what it does.",
  hows: { off: "off", on: "on", paused: "paused", draining: "finishing" } as Readonly<Record<string, string>>,
};
