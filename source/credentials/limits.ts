/** In ms: for how long a call of a keychain may last, and one during which its unlock window may be open. */
export const callLimits = {usual: 5000, unlocking: 60_000} as const;
