// What came in, source by source. Missing is not zero: what has not been asked yet is not said to be nothing.

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { logInfo } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { Loading } from "../pages/Loading";
import { dataWords as words } from "../words/data";

export interface HealthProps {
  readonly mayBring: boolean;
  readonly bring: (isLarge: boolean) => ReactNode;
  readonly files: ReactNode;
}

export function Health({ bring, files }: HealthProps) {
  const info = useQuery({ queryKey: ["log"], queryFn: () => answered(logInfo()), staleTime: 0 });
  if (info.isPending) return <Loading />;
  const isEmpty = info.data !== undefined && Object.keys(info.data.sources).length === 0;
  return (
    <>
      {info.error && <p role="alert">{info.error.message}</p>}
      {isEmpty && (
        <section className="first-time">
          <h2>{words.firstTime}</h2>
          <p>{words.firstTimeHint}</p>
        </section>
      )}
      {bring(isEmpty)}
      {files}
    </>
  );
}
