/** The API's version; a test holds it to package.json's, which a Lambda bundle does not carry. */
export const VERSION = '0.1.0';
