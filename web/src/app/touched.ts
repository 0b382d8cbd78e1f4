// Whether the page is used by a finger: then no keys are told, and a tap does what a click and a key do.

export const IS_TOUCHED = typeof matchMedia !== "undefined" && matchMedia("(pointer: coarse)").matches;
