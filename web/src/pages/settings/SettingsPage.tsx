// Settings: about oneself, how one comes in, one's tokens, and the workspace, by role.

import { useSearch, useNavigate } from "@tanstack/react-router";
import type { SettingsSearch } from "../../app/App";
import { mayOn, useMe } from "../../app/me";
import { PrivacySettings } from "../../data/PrivacySettings";
import { Targets } from "../../playbooks/Targets";
import { useCommands } from "../../palette/PaletteContext";
import { privacyWords } from "../../words/privacy";
import { settingsWords } from "../../words/settings";
import { targetWords } from "../../words/targets";
import { Bar } from "../Bar";
import { AboutMe } from "./AboutMe";
import { SignIn } from "./SignIn";
import { Tokens } from "./Tokens";
import { Workspace } from "./Workspace";

const PARTS = [
  { id: "me", name: settingsWords.me, Show: AboutMe, role: "none" },
  { id: "sign-in", name: settingsWords.security, Show: SignIn, role: "none" },
  { id: "tokens", name: settingsWords.tokens, Show: Tokens, role: "none" },
  { id: "workspace", name: settingsWords.workspace, Show: Workspace, role: "viewer" },
  { id: "targets", name: targetWords.title, Show: Targets, role: "owner" },
  { id: "privacy", name: privacyWords.title, Show: PrivacySettings, role: "owner" },
] as const;

export function SettingsPage() {
  const mine = useMe();
  const search: SettingsSearch = useSearch({ from: "/settings" });
  const go = useNavigate({ from: "/settings" });
  const parts = PARTS.filter((part) => mayOn(mine, "", part.role));
  const shown = parts.find((part) => part.id === search.part) ?? PARTS[0];
  useCommands(() =>
    parts.map((part) => ({
      name: part.name,
      hint: settingsWords.title,
      run: () => void go({ search: { part: part.id } }),
    })),
  );
  return (
    <>
      <Bar />
      <main className="page">
        <header>
          <h1>{settingsWords.title}</h1>
        </header>
        <div className="settings">
          <nav aria-label={settingsWords.title}>
            {parts.map((part) => (
              <button
                key={part.id}
                type="button"
                aria-current={part === shown ? "page" : undefined}
                onClick={() => void go({ search: { part: part.id } })}
              >
                {part.name}
              </button>
            ))}
          </nav>
          <div>
            <shown.Show />
          </div>
        </div>
      </main>
    </>
  );
}
