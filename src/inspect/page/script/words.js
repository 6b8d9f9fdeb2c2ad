// The live page's own words.

/** @type {import('../i18n/script-words.ts').ScriptWords} */
const words = JSON.parse(find('words', HTMLScriptElement).text)
