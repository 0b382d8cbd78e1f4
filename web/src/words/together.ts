// The words of working at the same time: who is here, what crossed, and a session that ended.

export const togetherWords = {
  isTyping: (who: string) => `${who} is typing:`,
  signedOut: (n: number) =>
    n === 0
      ? "Your session has ended. Sign in again to go on."
      : `Your session has ended. ${n === 1 ? "Your last change is" : `Your ${n} last changes are`} kept here and will be sent when you have signed in again.`,
  signedOutShort: "Signed out",
  signIn: "Sign in again",
  takeMineBack: "Put mine back",
} as const;
