// Brings a file to the server in parts. A broken line costs one part: it asks how much has arrived, and goes on.

import { addToUpload, beginUpload, oneUpload } from "../api/generated/sdk.gen";
import type { ArrivedOut, UploadOut } from "../api/generated/types.gen";
import { answered, Refused } from "../api/http";

const LEAST_BYTES = 64 * 1024;
const FIRST_BYTES = 256 * 1024;
const PART_MS = 2000;
const AGAIN_MS = [500, 1000, 2000, 4000, 8000];

export interface Arriving {
  readonly received: number;
  readonly size: number;
  /** Whether the connection is gone for the moment. */
  readonly isBroken: boolean;
}

export interface Bringing {
  readonly file: File;
  /** The half of an earlier try that is to be gone on with. */
  readonly upload?: UploadOut;
  readonly signal: AbortSignal;
  readonly onProgress: (arriving: Arriving) => void;
  readonly wait?: (ms: number) => Promise<void>;
}

/** How long the next part is: as much as arrives in about two seconds, so that on a slow line one sees that
 * something arrives, and loses little where it breaks. */
export function nextPart(length: number, tookMs: number, most: number): number {
  const fitting = Math.round((length * PART_MS) / Math.max(tookMs, 1));
  return Math.min(Math.max(fitting, LEAST_BYTES), 4 * length, most);
}

/** Bring all of a file; what waits on the server then: the file, or those that were packed in it. */
export async function bring({
  file,
  upload,
  signal,
  onProgress,
  wait = rest,
}: Bringing): Promise<UploadOut[]> {
  let known = upload
    ? await answered(oneUpload({ path: { upload_id: upload.id } }))
    : await answered(beginUpload({ body: { name: file.name, size: file.size } }));
  let failed = 0;
  let length = Math.min(FIRST_BYTES, known.part_bytes);
  for (;;) {
    signal.throwIfAborted();
    const { received, size, id } = known.upload;
    onProgress({ received, size, isBroken: failed > 0 });
    if (known.upload.is_ready) return known.unpacked.length > 0 ? known.unpacked : [known.upload];
    try {
      const part = file.slice(received, received + length);
      const began = performance.now();
      known = await answered(
        addToUpload({ path: { upload_id: id }, query: { offset: received }, body: part, signal }),
      );
      failed = 0;
      length = nextPart(length, performance.now() - began, known.part_bytes);
    } catch (error) {
      signal.throwIfAborted();
      const mayPass =
        error instanceof Refused && (error.status === 0 || error.status === 409 || error.status >= 500);
      if (!mayPass || failed >= 60) throw error;
      onProgress({ received, size, isBroken: true });
      await wait(AGAIN_MS[Math.min(failed, AGAIN_MS.length - 1)] ?? 8000);
      failed += 1;
      length = Math.max(LEAST_BYTES, Math.round(length / 2));
      known = await asked(id, known);
    }
  }
}

async function asked(id: string, before: ArrivedOut): Promise<ArrivedOut> {
  try {
    return await answered(oneUpload({ path: { upload_id: id } }));
  } catch (error) {
    if (error instanceof Refused && error.status === 404) throw error;
    return before;
  }
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
