// The way to a participant's own page: a picture to scan, and the address with its code.

import { byId, setHidden, setText } from "./dom.js";
import { nameOf } from "./names.js";
import { goesToSignIn } from "./sign-in.js";
import { t } from "./texts.js";
import { within } from "./within.js";

const root = byId("page-sheet");
const picture = byId("page-picture");
const address = byId("page-address");

export class PageSheet {
  #board;
  #opener = null;

  constructor(board) {
    this.#board = board;
    byId("page-close").addEventListener("click", () => this.close());
    root.addEventListener("keydown", event => { if (event.key === "Escape") this.close(); });
  }

  async open(sid, opener) {
    this.#opener = opener;
    setText(byId("page-title"), t("page.title", { who: nameOf(this.#board.sessions.get(sid)?.session.participant ?? sid) }));
    setText(address, "");
    setHidden(picture, true);
    setHidden(byId("page-here"), true);
    setHidden(root, false);
    byId("page-title").focus();
    try {
      const response = await fetch(`/api/v1/sessions/${encodeURIComponent(sid)}/code`, { signal: within(5000) });
      if (goesToSignIn(response.status) || !response.ok) return;
      const { url, reachable } = await response.json();
      setText(address, url.replace(/^https?:\/\//, ""));
      address.href = url;
      setHidden(byId("page-here"), reachable);
      picture.alt = t("page.alt");
      picture.src = `/api/v1/sessions/${encodeURIComponent(sid)}/code.svg`;
      setHidden(picture, false);
    } catch {
      setText(address, t("send.unanswered"));
    }
  }

  close() {
    if (root.hidden) return;
    setHidden(root, true);
    this.#opener?.focus();
  }
}
