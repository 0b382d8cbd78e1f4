// Privacy in the settings: one customer shown, exported, erased, kept out; what is not kept at all. For owners.

import { privacyWords as words } from "../words/privacy";
import { Erasures } from "./Erasures";
import { OneCustomer } from "./OneCustomer";
import { PrivacyRules } from "./PrivacyRules";

export function PrivacySettings() {
  return (
    <div className="privacy">
      <section aria-labelledby="one-title">
        <h3 id="one-title">{words.one}</h3>
        <p className="quiet">{words.oneHint}</p>
        <OneCustomer />
      </section>
      <section aria-labelledby="erasures-title">
        <h3 id="erasures-title">{words.erasures}</h3>
        <Erasures />
      </section>
      <section aria-labelledby="rules-title">
        <h3 id="rules-title">{words.rules}</h3>
        <p className="quiet">{words.rulesHint}</p>
        <PrivacyRules />
      </section>
    </div>
  );
}
