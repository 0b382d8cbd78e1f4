// Said while something is being fetched; a moment later, so that what comes at once does not flicker.

import { words } from "../words/en";

export function Loading() {
  return (
    <p className="loading quiet" role="status">
      {words.loading}
    </p>
  );
}
