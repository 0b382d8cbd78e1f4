// How the pages talk to the server: by the generated client, with the token against forged requests, and with
// every refusal as one kind of error.

import { client } from "./generated/client.gen";

export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly address: string;
  readonly fix: string;
  readonly line?: number | null;
}

/** What the server said no to, or that it did not answer (status 0). */
export class Refused extends Error {
  readonly status: number;
  readonly problems: readonly Problem[];

  constructor(status: number, problems: readonly Problem[]) {
    super(problems.map(sayProblem).join("\n") || "The server did not answer.");
    this.status = status;
    this.problems = problems;
  }
}

/** A problem as two sentences; without the fix where the message says all. */
export function sayProblem({ message, fix }: Pick<Problem, "message" | "fix">): string {
  return [message, fix]
    .filter((part) => part !== "")
    .map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}${/[.!?]$/.test(part) ? "" : "."}`)
    .join(" ");
}

client.setConfig({ baseUrl: "", credentials: "same-origin" });
client.interceptors.request.use((request) => {
  if (request.method !== "GET") request.headers.set("X-CSRFToken", cookie("desirepath_csrf"));
  return request;
});

/** The answer of a generated call, or a Refused. */
export async function answered<T>(
  call: Promise<{ data?: T; error?: unknown; response?: Response | undefined }>,
): Promise<T> {
  let answer;
  try {
    answer = await call;
  } catch {
    throw new Refused(0, []);
  }
  const { data, error, response } = answer;
  if (response?.ok) return data as T;
  const problems =
    typeof error === "object" && error !== null && "problems" in error ? (error.problems as Problem[]) : [];
  throw new Refused(response?.status ?? 0, problems);
}

export function cookie(name: string): string {
  const found = document.cookie.split("; ").find((one) => one.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}
