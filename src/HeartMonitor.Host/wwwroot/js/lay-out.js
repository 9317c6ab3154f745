// How many columns, and how large the digits: the floor is filled as far as the people on it allow, so that they are read from across the room.

import { byId, setData } from "./dom.js";

const floor = byId("floor");
const grid = byId("tiles");
const recent = byId("recent");
const foot = byId("foot");

/**
 * By density: least width and height of a tile, px; gap; what stands above and below the digits, px; and the digits themselves: least size, px, and
 * the greatest as a share of the tile's width (three digits are about two of their sizes wide).
 */
const ROOM = {
  solo: { wide: 420, high: 320, gap: 12, rest: 270, least: 83, share: 0.27 },
  roomy: { wide: 290, high: 300, gap: 12, rest: 250, least: 72, share: 0.295 },
  medium: { wide: 236, high: 214, gap: 8, rest: 154, least: 60, share: 0.27 },
  dense: { wide: 190, high: 176, gap: 8, rest: 146, least: 56, share: 0.34 },
};
/** Digits that fill the screen tell nothing more. */
const GREATEST_PX = 200;
const PADDING_PX = 12;
/** From this width on strap and question stand side by side, which leaves so much more for the digits. */
const WIDE_PX = 400;
const HANDS_PX = 50;
/** What is never floor: on a screen so low that the page scrolls, the floor has no height of its own. */
const LEAST_BAR_PX = 54;

let drawn = "";
let isStale = true;
const changed = new ResizeObserver(() => {
  isStale = true;
  if (drawn !== "") layOut(Number(drawn));
});
for (const part of [floor, recent, foot]) changed.observe(part);

function densityOf(count, width, height) {
  if (count <= 2 && height > ROOM.solo.high) return "solo";
  if (width < 2 * ROOM.medium.wide) return "medium"; // a phone: one below the other, and as many at once as can be
  if (count > 15) return "dense";
  return count <= 8 && fits(count, width, height, ROOM.roomy) ? "roomy" : "medium"; // open alerts take height: then the tiles say less, and stay in view
}

function fits(count, width, height, room) {
  const rows = Math.ceil(count / columnsOf(count, width, height, room));
  return rows * (room.high + room.gap) - room.gap <= height;
}

/** Called on every tick; measures only when the floor or the number of people is another. */
export function layOut(count) {
  if (!isStale && drawn === String(count)) return;
  [drawn, isStale] = [String(count), false];
  const width = floor.clientWidth - 2 * PADDING_PX;
  const height = Math.min(floor.clientHeight, innerHeight - LEAST_BAR_PX) - PADDING_PX - recent.offsetHeight - foot.offsetHeight - 8 * (recent.hidden ? 1 : 2);
  const density = densityOf(count, width, height);
  const { wide, high, gap, rest, least, share } = ROOM[density];
  const columns = columnsOf(count, width, height, ROOM[density]);
  const rows = Math.max(1, Math.ceil(count / columns));
  const tall = Math.max(high, (height - gap * (rows - 1)) / rows);
  const broad = Math.max(wide / 2, (width - gap * (columns - 1)) / columns) - 24;
  const isWide = broad >= WIDE_PX && (density === "solo" || density === "roomy");
  const digits = Math.max(least, Math.min(share * broad, tall - rest + (isWide ? HANDS_PX : 0), GREATEST_PX));
  setData(grid, "density", density);
  setData(grid, "wide", isWide ? "yes" : null);
  grid.style.gridTemplateColumns = `repeat(${columns}, minmax(0px, 1fr))`;
  grid.style.setProperty("--hr", `${Math.round(digits)}px`);
}

// As few columns as fit into the height, for the largest digits; where not all fit, as many as there is room for, and then only as many as the rows
// need: twelve are four times three, not five, five and two.
function columnsOf(count, width, height, { wide, high, gap }) {
  const most = Math.max(1, Math.floor((width + gap) / (wide + gap)));
  for (let columns = 1; columns <= most; columns++) {
    const rows = Math.ceil(count / columns);
    if (rows * (high + gap) - gap <= height) return columns;
  }
  return Math.ceil(count / Math.max(1, Math.ceil(count / most))) || 1;
}
