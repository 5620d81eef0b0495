/**
 * Recorded with each delivery, so that one can tell later what was said. Raise it with each change of what a recipient reads; the
 * texts of an earlier version are in the history of this folder and of the letters' layout.
 */
export const TEMPLATE_VERSION = 'v3';
