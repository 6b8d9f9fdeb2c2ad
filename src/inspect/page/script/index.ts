import { chart } from '../../../visualize/page/script/chart.ts'
import { find } from '../../../visualize/page/script/find.ts'
import { zoom } from '../../../visualize/page/script/zoom.ts'
import { liveWords } from '../i18n/index.ts'
import { connection } from './connection.ts'
import { counts } from './counts.ts'
import { figures } from './figures.ts'
import { refusals } from './refusals.ts'
import { sessions } from './sessions.ts'
import { view } from './view.ts'
import { wanted } from './wanted.ts'
import { watched } from './watched.ts'

/** The script of the live page, as text, like that of the page of `visualize`: its spec holds it to types and lint. */
export const script = [
  find(Object.keys(liveWords.en.script)),
  chart,
  zoom,
  view,
  wanted,
  counts,
  figures,
  sessions,
  watched,
  refusals,
  connection,
].join('\n')
