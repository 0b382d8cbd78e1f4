// What the map believes against what was lived: asked for when looked at, and again when either changed.

import { difference } from "../api/generated/sdk.gen";
import type { AnswerOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { type Answered, useAnswer } from "../lived/useLived";
import { type Whose, whoseQuestion } from "../lived/view";
import type { Difference } from "./beliefs";

export function useDifference(
  mapId: string,
  isLooked: boolean,
  changes: string,
  whose: Whose,
): Answered<Difference> {
  const question = whoseQuestion(whose);
  return useAnswer<Difference>(
    ["difference", mapId, question],
    isLooked,
    () => answered<AnswerOut>(difference({ path: { map_id: mapId }, query: question })),
    changes,
  );
}
