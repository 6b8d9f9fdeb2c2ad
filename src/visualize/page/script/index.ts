import { pageWords } from '../i18n/index.ts'
import { address } from './address.ts'
import { chart } from './chart.ts'
import { charts } from './charts.ts'
import { details } from './details.ts'
import { find } from './find.ts'
import { lanes } from './lanes.ts'
import { player } from './player.ts'
import { search } from './search.ts'
import { sequence } from './sequence.ts'
import { zoom } from './zoom.ts'

/**
 * The script of the page, as text: so it is the same bytes from the sources and from the built program, which its hash in
 * the page's policy needs. It is plain JavaScript with types in comments; its spec holds it to the types and the
 * lint of the rest.
 */
export const script = [
  find(Object.keys(pageWords.en.script)),
  chart,
  charts,
  zoom,
  search,
  details,
  lanes,
  address,
  sequence,
  player,
].join('\n')
