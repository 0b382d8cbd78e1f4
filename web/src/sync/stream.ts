// A stream of the server's events that comes back by itself: browsers give up where a server was away for a
// moment, or a session has ended.

export interface Followed {
  /** The address to listen at, as things stand now. */
  readonly address: () => string;
  /** Hang the listeners on a new stream. */
  readonly listen: (stream: EventSource) => void;
  readonly onOpen: () => void;
  readonly onLost: () => void;
  /** Asked before a stream that was given up is tried again; false: not yet. */
  readonly mayReturn: () => Promise<boolean>;
}

const SECONDS_BEFORE_TRYING_AGAIN = 4;

/** Follow a stream until the returned function is called. */
export function follow(followed: Followed): () => void {
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stream = begin();

  function begin(): EventSource {
    const begun = new EventSource(followed.address());
    followed.listen(begun);
    begun.addEventListener("open", followed.onOpen);
    begun.addEventListener("error", () => {
      followed.onLost();
      if (begun.readyState === EventSource.CLOSED && !isOver) wait();
    });
    return begun;
  }

  function wait(): void {
    timer = setTimeout(() => {
      void followed.mayReturn().then((may) => {
        if (isOver) return;
        if (may) stream = begin();
        else wait();
      });
    }, SECONDS_BEFORE_TRYING_AGAIN * 1000);
  }

  return () => {
    isOver = true;
    clearTimeout(timer);
    stream.close();
  };
}
