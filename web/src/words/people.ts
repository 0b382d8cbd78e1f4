// The words of the people of a workspace.

export const peopleWords = {
  title: "People",
  you: "you",
  ownRole: "Your own role is changed by another owner.",
  roleOf: (who: string) => `Role of ${who}`,
  changed: (who: string, role: string) => `${who} is ${role} now.`,
  undo: "Change back",
  access: "Access",
  shutOut: "Remove access",
  letIn: "Give access again",
  out: "no access",
  shutOutTitle: (who: string) => `Remove the access of ${who}?`,
  shutOutSays:
    "They are signed out everywhere at once, and their tokens stop. What they wrote stays. They can be given access again.",
  search: "Search people",
  none: "Nobody of that name.",
  invite: "Invite somebody",
  inviteHint: "Without an address, whoever has the link may use it, once.",
  mailed: (to: string) => `The link was mailed to ${to}. It is shown only now, and works once.`,
  notMailed:
    "This workspace sends no mails: copy the link and send it. It is shown only now, and works once.",
  byLink: "Copy the link and send it. It is shown only now, and works once.",
  copyLink: "Copy the invitation",
  open: "Invited, not here yet",
  takeBackTitle: "Take back this invitation?",
  takeBackSays: "The link stops working.",
  rolesTitle: "What the roles may do",
  roles: [
    ["Viewer", "looks at maps and their numbers"],
    ["Commenter", "also comments"],
    ["Editor", "also changes maps, makes new ones, looks at single customers"],
    ["Owner", "also invites people, gives roles, deletes maps"],
  ],
} as const;
