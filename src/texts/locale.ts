/** The languages in which recipients are written to. */
export const LOCALES = ['es-PE', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** One text in every language: a language that is missing does not compile. */
export type Localised<Text> = Readonly<Record<Locale, Text>>;

/** Returns the language for a recipient who asked for `wanted`: Spanish of Peru unless it is English. */
export const localeOf = (wanted: string | undefined): Locale => (/^en\b/i.test(wanted ?? '') ? 'en' : 'es-PE');
