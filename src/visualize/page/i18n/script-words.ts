/** Words of the page's script, which puts numbers and names at `#`. */
export interface ScriptWords {
  readonly more: string
  readonly ofAll: string
  readonly found: string
  readonly whatMayBeSaid: string
}
