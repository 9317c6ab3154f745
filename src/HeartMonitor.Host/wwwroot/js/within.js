/** Ends a question that is not answered in time. @param {number} ms @returns {AbortSignal} */
export const within = ms => /** @type {any} */ (AbortSignal).timeout(ms); // newer than the checker's list of what browsers know
