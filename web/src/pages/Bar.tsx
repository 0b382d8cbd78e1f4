// The bar at the top of every page.

import type { ReactNode } from "react";
import { Link } from "@tanstack/react-router";
import { useMe } from "../app/me";
import { words } from "../words/en";
import { personaWords } from "../words/personas";
import { successWords } from "../words/success";

export function Bar({ children }: { readonly children?: ReactNode }) {
  const mine = useMe();
  return (
    <header className="bar">
      <Link to="/" className="mark">
        <svg viewBox="0 0 64 32" width="32" height="16" fill="none" strokeLinecap="round" aria-hidden="true">
          <path className="planned" d="M4 26H44Q58 26 58 12V6" strokeWidth="2.5" strokeDasharray="1 6" />
          <path className="worn" d="M4 26C22 25 30 9 58 6" strokeWidth="3.5" />
        </svg>
        {words.appName}
      </Link>
      {children ?? (
        <nav>
          <Link to="/" activeOptions={{ exact: true }}>
            {words.maps}
          </Link>
          <Link to="/personas">{personaWords.personas}</Link>
          <Link to="/board">{successWords.board}</Link>
          <Link to="/customers">{words.customers}</Link>
          <Link to="/data">{words.data}</Link>
          <Link to="/people">{words.people}</Link>
        </nav>
      )}
      <span className="grow" />
      <a className="button" href="/account/">
        {mine.name || mine.email}
      </a>
    </header>
  );
}
