// The bar at the top of every page.

import type { ReactNode } from "react";
import { Link } from "@tanstack/react-router";
import { useMe } from "../app/me";
import { words } from "../words/en";

export function Bar({ children }: { readonly children?: ReactNode }) {
  const mine = useMe();
  return (
    <header className="bar">
      <Link to="/" className="mark">
        {words.appName}
      </Link>
      {children}
      <span className="grow" />
      <a className="button" href="/account/">
        {mine.name || mine.email}
      </a>
    </header>
  );
}
