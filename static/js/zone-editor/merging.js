// What was drawn on an earlier state of the page is put on the page as it is now, zone by zone. Pure.

const NAMES = ["article", "url", "kind", "isProposed"];

function isSame(one, other) {
  const isThere = Boolean(one && other);
  return one === other || (isThere && NAMES.every((name) => one[name] === other[name]) && `${one.polygon}` === `${other.polygon}`);
}

// Of `mine`, which were drawn on `base`, and the page's own `theirs`. `torn`: what both sides changed, each in its own way. All other
// zones are as the side has them that changed them; the torn ones are mine in `drawn` and theirs in `agreed`.
export function merged(base, mine, theirs) {
  const sets = [base, mine, theirs].map((zones) => new Map(zones.map((zone) => [zone.id, zone])));
  const rows = [...new Set([...theirs, ...mine].map((zone) => zone.id))].map((id) => {
    const [was, my, their] = sets.map((set) => set.get(id));
    const isMine = !isSame(was, my) && !isSame(my, their);
    return { my, their, isMine, isTorn: isMine && !isSame(was, their) };
  });
  const chosen = (isFromMe) => rows.map((row) => (isFromMe(row) ? row.my : row.their)).filter(Boolean);
  return {
    drawn: chosen(({ isMine }) => isMine),
    agreed: chosen(({ isMine, isTorn }) => isMine && !isTorn),
    torn: rows.filter(({ isTorn }) => isTorn).map(({ my, their }) => their ?? my),
    isMine: rows.some(({ isMine }) => isMine),
    isAgreed: rows.some(({ isMine, isTorn }) => isMine && !isTorn),
  };
}
