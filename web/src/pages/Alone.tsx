// A whole page with one thing to say, or still loading. The bar stays: there is a way on.

import { words } from "../words/en";
import { Bar } from "./Bar";
import { Loading } from "./Loading";
import { Message, type MessageProps } from "./Message";

export function Alone(props: MessageProps) {
  return (
    <>
      <Bar />
      <main className="page">
        <Message {...props} heading="h1" />
      </main>
    </>
  );
}

export function LoadingAlone({ title }: { readonly title?: string }) {
  return (
    <>
      <Bar />
      <main className="page">
        <h1 className="hidden">{title ?? words.loading}</h1>
        <Loading />
      </main>
    </>
  );
}
