// Who one is here, and the few things about oneself.

import { Link } from "@tanstack/react-router";
import { useSyncExternalStore } from "react";
import { cookie } from "../api/http";
import { shellWords } from "../words/shell";
import { useMe } from "./me";
import { Popup } from "./Popup";
import { chooseTheme, chosenTheme, onThemeChange, THEMES } from "./theme";

export function AccountMenu() {
  const mine = useMe();
  const name = mine.name || mine.email;
  return (
    <Popup
      label={`${shellWords.account}: ${name}`}
      className="bare bar-me"
      button={<span className="face">{initials(name)}</span>}
    >
      {(close) => (
        <div className="menu-list">
          <p className="menu-who">
            <b>{name}</b>
            <span className="quiet">
              {mine.email} · {shellWords.roles[mine.role] ?? mine.role}
            </span>
          </p>
          <ThemeChoice />
          <hr />
          <Link to="/settings" onClick={close}>
            {shellWords.settings}
          </Link>
          <form method="post" action="/sign-out/">
            <input type="hidden" name="csrfmiddlewaretoken" value={cookie("desirepath_csrf")} />
            <button type="submit">{shellWords.signOut}</button>
          </form>
        </div>
      )}
    </Popup>
  );
}

export function ThemeChoice() {
  const theme = useSyncExternalStore(onThemeChange, chosenTheme);
  return (
    <fieldset className="theme-choice">
      <legend className="quiet small">{shellWords.theme}</legend>
      <span className="segmented">
        {THEMES.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={theme === one}
            onClick={() => {
              chooseTheme(one);
            }}
          >
            {shellWords.themes[one]}
          </button>
        ))}
      </span>
    </fieldset>
  );
}

export function initials(name: string): string {
  return name
    .split(/[\s@.]+/)
    .slice(0, 2)
    .map((part) => part.charAt(0).toUpperCase())
    .join("");
}
