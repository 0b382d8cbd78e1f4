// The words of sharing one map: a link, an invitation to it alone, who may do what on it.

export const sharingWords = {
  share: "Share",
  hint: "A link to what you see, an invitation to this map, who may do what on it",
  link: "A link to what you see",
  linkHint:
    "Whoever may see this map sees it as you do now: the same look, the same customers, the same time.",
  copyLink: "Copy the link to this view",
  invite: "Invite somebody to this map only",
  inviteHint: "They come in by the link, once, and see this map and no other.",
  people: "Who may do what on this map",
  peopleHint: "What is said here counts before what somebody may do everywhere.",
  roleOf: (who: string) => `What ${who} may do on this map`,
  hidden: "No access",
  asEverywhere: (role: string) => `as everywhere: ${role}`,
  changed: (who: string, role: string) => `${who} on this map: ${role}.`,
  putBack: "Change back",
  onlyOwners: "Owners of this map invite others and say who may do what on it.",
} as const;
