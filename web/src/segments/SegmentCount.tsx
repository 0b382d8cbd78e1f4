// How many are in a segment now, or what is wrong with its expression.

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { segment } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { plural } from "../words/rules";
import { segmentWords as words } from "../words/segments";

export interface SegmentCountProps {
  readonly expression: string;
  readonly subject: string;
}

export function SegmentCount({ expression, subject }: SegmentCountProps) {
  const query = useQuery({
    queryKey: ["segment", subject, expression],
    queryFn: () => answered(segment({ query: { rule: expression === "" ? "always" : expression, subject } })),
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (query.error) {
    return (
      <p className="wrong" role="alert">
        {query.error.message}
      </p>
    );
  }
  const found = query.data;
  return (
    <p className="segment-count" role="status" data-fresh={!query.isFetching || undefined}>
      {found
        ? [
            words.matching(found.matching, found.subjects, plural(subject)),
            ...(expression !== "" && found.without_traits > 0
              ? [words.nothingKnown(found.without_traits)]
              : []),
          ].join("; ")
        : words.counting}
    </p>
  );
}
