// What came in, and how it comes in: files that are dropped here, tools that send.

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { listUploads } from "../api/generated/sdk.gen";
import type { UploadOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { mayOn, useMe } from "../app/me";
import { Connect } from "../data/Connect";
import { DropZone } from "../data/DropZone";
import { Health } from "../data/Health";
import { Importing } from "../data/Importing";
import { Imports, useImports } from "../data/Imports";
import { Rejects } from "../data/Rejects";
import { bytes, percent } from "../data/say";
import { Tools } from "../data/Tools";
import { Wizard } from "../data/Wizard";
import { dataWords as words } from "../words/data";
import { Bar } from "./Bar";
import { Until } from "./Until";

/** What the address says: a file that is looked at, an import, its rejects, or a tool to connect. */
export interface DataSearch {
  readonly upload?: string;
  readonly import?: number;
  readonly mend?: number;
  readonly tool?: string;
  readonly connection?: number;
}

const route = getRouteApi("/data");

export function DataPage() {
  const search: DataSearch = route.useSearch();
  const navigate = route.useNavigate();
  const go = (to: DataSearch) => {
    void navigate({ search: to });
  };
  return (
    <>
      <Bar />
      <main className="page data-page">
        <header>
          <h1>{words.data}</h1>
        </header>
        {search.tool !== undefined ? (
          <Connect
            kind={search.tool}
            connection={search.connection}
            onOpen={(connection) => {
              go({ ...search, ...(connection === undefined ? {} : { connection }) });
            }}
            onBack={() => {
              go({});
            }}
          />
        ) : search.mend !== undefined ? (
          <Mending id={search.mend} go={go} />
        ) : search.import !== undefined ? (
          <Running id={search.import} go={go} />
        ) : search.upload !== undefined ? (
          <Looking id={search.upload} go={go} />
        ) : (
          <Overview go={go} />
        )}
      </main>
    </>
  );
}

interface Going {
  readonly go: (to: DataSearch) => void;
}

function useUploads(isWanted = true) {
  return useQuery({
    queryKey: ["data-uploads"],
    queryFn: () => answered(listUploads()),
    enabled: isWanted,
    staleTime: 0,
  });
}

function Overview({ go }: Going) {
  const mine = useMe();
  const queries = useQueryClient();
  const mayBring = mayOn(mine, "", "editor");
  const uploads = useUploads(mayBring);
  const waiting = uploads.data ?? [];
  const arrived = (files: readonly UploadOut[]) => {
    void queries.invalidateQueries({ queryKey: ["data-uploads"] });
    if (files[0]) go({ upload: files[0].id });
  };
  return (
    <Health
      mayBring={mayBring}
      bring={(isLarge) =>
        mayBring ? (
          <>
            <DropZone isLarge={isLarge} half={waiting} onArrived={arrived} />
            <Waiting uploads={waiting} go={go} />
          </>
        ) : (
          <p className="quiet">{words.onlyEditors}</p>
        )
      }
      tools={() => (mayBring ? <Tools /> : null)}
      files={mayBring ? <Files go={go} /> : null}
    />
  );
}

function Files({ go }: Going) {
  return (
    <Imports
      onOpen={(id) => {
        go({ import: id });
      }}
      onMend={(id) => {
        go({ mend: id });
      }}
    />
  );
}

function Waiting({ uploads, go }: Going & { readonly uploads: readonly UploadOut[] }) {
  if (uploads.length === 0) return null;
  return (
    <section className="waiting">
      <h2>{words.waitingFiles}</h2>
      <ul className="plain">
        {uploads.map((one) => (
          <li key={one.id}>
            <b>{one.name}</b>{" "}
            <span className="quiet small">
              {bytes(one.size)}
              {one.packed_in !== "" && <>, {words.fromArchive(one.packed_in)}</>}
            </span>{" "}
            {one.is_ready ? (
              <button
                type="button"
                className="button"
                onClick={() => {
                  go({ upload: one.id });
                }}
              >
                {words.lookAtIt}
              </button>
            ) : (
              <span className="quiet">{words.halfArrived(percent(one.received / one.size))}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Looking({ id, go }: Going & { readonly id: string }) {
  const uploads = useUploads();
  const upload = uploads.data?.find((one) => one.id === id);
  if (!uploads.data) return <Until answer={uploads} />;
  if (!upload) {
    return (
      <>
        <Gone
          onBack={() => {
            go({});
          }}
        />
        <Files go={go} />
      </>
    );
  }
  return (
    <Wizard
      key={id}
      upload={upload}
      onImport={(number) => {
        go({ import: number });
      }}
      onLeave={() => {
        go({});
      }}
    />
  );
}

function Running({ id, go }: Going & { readonly id: number }) {
  const uploads = useUploads();
  // While it is fetched anew, the file that has just begun to come in may be among them still.
  const next = uploads.isFetching ? undefined : uploads.data?.find((one) => one.is_ready);
  return (
    <Importing
      id={id}
      onMend={(number) => {
        go({ mend: number });
      }}
    >
      {next && (
        <button
          type="button"
          className="button first"
          onClick={() => {
            go({ upload: next.id });
          }}
        >
          {words.nextFile(next.name)}
        </button>
      )}
      <button
        type="button"
        className="button"
        onClick={() => {
          go({});
        }}
      >
        {words.done}
      </button>
    </Importing>
  );
}

function Mending({ id, go }: Going & { readonly id: number }) {
  const imports = useImports();
  const one = imports.data?.items.find((each) => each.id === id);
  return (
    <Rejects
      id={id}
      name={one?.name ?? ""}
      onImport={(number) => {
        go({ import: number });
      }}
      onBack={() => {
        go({});
      }}
    />
  );
}

function Gone({ onBack }: { readonly onBack: () => void }) {
  return (
    <p>
      {words.fileGone}{" "}
      <button type="button" className="button" onClick={onBack}>
        {words.back}
      </button>
    </p>
  );
}
