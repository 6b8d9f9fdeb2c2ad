import { NO_SERVER, type Tla, tupleOf } from './actions.ts'

/** The operators with which every action is written: what a step does to both ends and to what is between them. */
export const taking = (tla: Tla): readonly string[] => [
  '\\* The step shows something amiss: it is not taken, and nothing follows.',
  'Amiss(what) ==',
  "  /\\ amiss' = what",
  '  /\\ UNCHANGED <<client, server, toServer, toClient, broken, cut, clientLost, serverLost>>',
  '',
  '\\* A connection that both have left is no more.',
  'Forgets(place) ==',
  `  /\\ client' = place /\\ server' = "${NO_SERVER}" /\\ toServer' = <<>> /\\ toClient' = <<>>`,
  "  /\\ broken' = FALSE /\\ cut' = FALSE /\\ clientLost' = FALSE /\\ serverLost' = FALSE /\\ UNCHANGED amiss",
  '',
  ...takes('Client'),
  '',
  ...takes('Server'),
  '',
  ...opens(tla),
]

/** A side goes to a place and says something, with `rest` still to be heard and room for so many on their way. */
const takes = (side: 'Client' | 'Server'): readonly string[] => {
  const isClient = side === 'Client'
  const [own, other] = isClient ? ['client', 'server'] : ['server', 'client']
  const [incoming, outgoing] = isClient ? ['toClient', 'toServer'] : ['toServer', 'toClient']
  const [ends, otherEnds] = isClient ? ['ClientEnds', 'ServerEnds'] : ['ServerEnds', 'ClientEnds']
  const isForgotten = isClient
    ? 'to \\in Offline /\\ server \\in ServerEnds'
    : 'to \\in ServerEnds /\\ client \\in Offline'
  return [
    `${side}Takes(rest, to, says, room, breaks, loses) ==`,
    `  LET gone == ${other} \\in ${otherEnds}`,
    `      ends == to \\in ${ends}`,
    '      said == IF cut \\/ gone THEN <<>> ELSE says',
    '      broke == broken \\/ breaks',
    '  IN  IF ~cut /\\ gone /\\ says # <<>> /\\ ~broke THEN Amiss("a message is left over")',
    `      ELSE /\\ said = <<>> \\/ Len(${outgoing} \\o said) <= room`,
    '           /\\ IF ends /\\ rest # <<>> /\\ ~broke THEN Amiss("a message is left over")',
    '              ELSE IF loses /\\ ~broken /\\ ~cut THEN Amiss("the ends differ")',
    `              ELSE IF ${isForgotten} THEN Forgets(${isClient ? 'to' : 'client'})`,
    `              ELSE /\\ ${own}' = to`,
    `                   /\\ ${outgoing}' = ${outgoing} \\o said`,
    `                   /\\ ${incoming}' = IF ends THEN <<>> ELSE rest`,
    "                   /\\ broken' = broke",
    `                   /\\ ${own}Lost' = (~ends /\\ (loses \\/ ${own}Lost))`,
    `                   /\\ UNCHANGED <<${other}, cut, ${other}Lost, amiss>>`,
    '',
    `${side}Hears(at, message, to, says, breaks) ==`,
    `  /\\ amiss = "nothing" /\\ ${own} = at /\\ ${incoming} # <<>> /\\ Head(${incoming}) = message`,
    `  /\\ ${side}Takes(Tail(${incoming}), to, says, Share, breaks, FALSE)`,
    '',
    '\\* The stream of the other side has ended. A side is told once.',
    `${side}FindsTheEnd(at, to, says, breaks) ==`,
    `  /\\ amiss = "nothing" /\\ ${own} = at /\\ ${incoming} = <<>> /\\ ~${own}Lost /\\ (cut \\/ ${other} \\in ${otherEnds})`,
    `  /\\ ${side}Takes(<<>>, to, says, Share, breaks, TRUE)`,
    '',
    `${side}Does(at, to, says, room, breaks) ==`,
    `  /\\ amiss = "nothing" /\\ ${own} = at`,
    `  /\\ ${side}Takes(${incoming}, to, says, room, breaks, FALSE)`,
  ]
}

/** The server comes with the connection. */
const opens = ({ pairSides: { server }, places, messages }: Tla): readonly string[] => {
  const greeting = tupleOf(server.start.says.map((message) => messages[message] ?? ''))
  const place = JSON.stringify(places.server[server.start.to])
  return [
    '\\* The client opens a connection, and the server comes with it.',
    'Opens(at, to, says, room, breaks) ==',
    `  LET gone == ${place} \\in ServerEnds`,
    '      ends == to \\in ClientEnds',
    `      broke == ${server.start.breaks ? 'TRUE' : 'breaks'}`,
    '      said == IF gone THEN <<>> ELSE says',
    '  IN  /\\ amiss = "nothing" /\\ client = at',
    '      /\\ IF gone /\\ says # <<>> /\\ ~broke THEN Amiss("a message is left over")',
    `         ELSE /\\ Len(said) <= room /\\ Len(${greeting}) <= Bound`,
    `              /\\ IF ends /\\ ${greeting} # <<>> /\\ ~broke THEN Amiss("a message is left over")`,
    `                 ELSE /\\ client' = to /\\ server' = ${place}`,
    `                      /\\ toServer' = said /\\ toClient' = IF ends THEN <<>> ELSE ${greeting}`,
    "                      /\\ broken' = broke /\\ cut' = FALSE /\\ clientLost' = FALSE /\\ serverLost' = FALSE",
    '                      /\\ UNCHANGED amiss',
  ]
}
