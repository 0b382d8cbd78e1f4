// The cards of a step by lane, each a way to its details; those that nothing shows yet are marked.

import { isEvidence, type StepColumn, textOf } from "../map/board";
import { useMapPage } from "../pages/map/page";
import { claimWords } from "../words/claims";
import { stepWords as words } from "../words/step";

export function CardsHere({ column }: { readonly column: StepColumn }) {
  const { board, openPanel } = useMapPage();
  const lanes = board.allLanes.flatMap((lane) => {
    const cards = column.cards.get(lane.field) ?? [];
    return lane.shape === "cards" && cards.length > 0 ? [{ lane, cards }] : [];
  });
  const all = lanes.flatMap(({ cards }) => cards);
  if (all.length === 0) return null;
  const shown = all.filter((card) => isEvidence(card.properties)).length;
  return (
    <details className="fold-away">
      <summary>
        {words.cards}
        <span className="quiet small">{words.cardsShown(all.length, shown)}</span>
      </summary>
      <dl className="cards-here">
        {lanes.map(({ lane, cards }) => (
          <div key={lane.id}>
            <dt>{lane.name}</dt>
            {cards.map((card) => (
              <dd key={card.id}>
                <button
                  type="button"
                  className="link small"
                  onClick={() => {
                    openPanel(card.id);
                  }}
                >
                  {textOf(card.properties.text)}
                </button>{" "}
                {isEvidence(card.properties) && <span className="quiet small">✓ {claimWords.evidence}</span>}
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </details>
  );
}
