// Where the service wants to know who asks, the page goes to where one says so.

import { within } from "./within.js";

export const PAGE = "/signin.html";

/** Goes to the sign-in when an answer says that there is none. @param {number} status @returns {boolean} */
export function goesToSignIn(status) {
  if (status !== 401) return false;
  location.assign(PAGE);
  return true;
}

/** An event stream tells no status: ask for one. */
export async function toSignIn() {
  try {
    goesToSignIn((await fetch("/api/v1/sessions", { signal: within(3000) })).status);
  } catch {
    // No answer is no refusal: the line is down, and the banner says so.
  }
}
