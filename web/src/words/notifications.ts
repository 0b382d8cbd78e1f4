// The words of the bell and of the page behind it.

export const newsWords = {
  title: "Notifications",
  bell: (n: number) => (n === 0 ? "Notifications: nothing new" : `Notifications: ${n} unread`),
  all: "See all",
  markAll: "Mark all as read",
  markRead: "Mark as read",
  markUnread: "Mark as unread",
  none: "Nothing yet.",
  noneHint:
    "You are told here when somebody mentions you (write @ and a name in a comment), replies to you, or writes over what you wrote.",
  noneUnread: "You have read everything.",
  unreadOnly: "Unread only",
  everything: "Everything",
  earlier: "Earlier ones",
  onMap: (title: string) => `on “${title}”`,
  mails: "By mail",
  mailsHint: "What concerns you, in your mailbox too:",
  mailHow: { instantly: "At once", daily: "Once a day", never: "Never" } as Readonly<Record<string, string>>,
  noMails:
    "This workspace sends no mails yet; an administrator can set that up. Your choice counts from then on.",
  today: "Today",
  yesterday: "Yesterday",
  before: "Before",
} as const;
