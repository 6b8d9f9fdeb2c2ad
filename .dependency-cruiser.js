/** What an argument or an option may be, and how long, and how a character is shown that must not act: for every layer. */
const given = '^src/(arguments|duration|escape)\\.ts$'

/** How an address is read, and a server's key, for every layer. */
const address = '^src/(address|identity)\\.ts$'

/** Who may know whom: one way, as the folders are laid out. Everything not allowed here is forbidden. */
const layers = {
  '^src/codec/': [given],
  '^protocol/base/': ['^src/codec/'],
  '^protocol/talk/': ['^src/codec/', '^src/engine/index\\.ts$', '^protocol/base/'],
  '^src/(arguments|escape)\\.ts$': [],
  '^src/duration\\.ts$': [],
  '^src/(address|identity)\\.ts$': [given],
  '^src/transport/': [given, address],
  '^src/testing/': [given, '^src/transport/'],
  '^src/contract/': [given, '^src/codec/refinements\\.ts$'],
  '^src/codegen/': [given, '^src/contract/', '^src/codec/(contract|types|tables|refinements)\\.ts$'],
  '^src/machines/': [given, '^src/codec/types\\.ts$', '^protocol/base/'],
  '^src/engine/': [given, '^src/codec/', '^src/transport/'],
  '^src/store/': [given, address, '^protocol/base/contract\\.ts$'],
  '^src/auth/': [given, address, '^src/store/', '^protocol/base/(messages|contract)\\.ts$'],
  '^src/client/': [
    given,
    address,
    '^src/codec/index\\.ts$',
    '^src/engine/',
    '^src/machines/',
    '^src/transport/',
    '^protocol/base/',
  ],
  '^src/server/': [
    given,
    address,
    '^src/codec/index\\.ts$',
    '^src/engine/',
    '^src/machines/',
    '^src/transport/',
    '^src/(store|auth)/index\\.ts$',
    '^protocol/base/',
  ],
  '^src/echo-server\\.ts$': [given, '^src/codec/index\\.ts$', '^src/(engine|server|transport)/index\\.ts$'],
  '^src/index\\.ts$': [
    given,
    '^src/echo-server\\.ts$',
    '^src/(client|server|engine|transport|store|codec)/index\\.ts$',
    '^protocol/base/messages\\.ts$',
    '^protocol/talk/(index|messages)\\.ts$',
  ],
  '^src/exports/': [address, '^src/(contract|codegen|transport|engine|capture|visualize|store|auth)/'],
  '^src/capture/': [given, '^src/contract/index\\.ts$', '^src/engine/index\\.ts$'],
  '^src/conform/': ['^protocol/base/contract\\.ts$'],
  '^src/verify/': [
    given,
    '^src/contract/index\\.ts$',
    '^src/engine/(machine|stepper|driver-events|may-go-on|xstate-version)\\.ts$',
  ],
  '^src/visualize/': [
    given,
    '^src/contract/index\\.ts$',
    '^src/codegen/diagram\\.ts$',
    '^src/engine/(machine|xstate-version)\\.ts$',
    '^src/capture/',
    '^src/verify/(index|trace)\\.ts$',
  ],
  '^src/inspect/': [
    given,
    '^src/(contract|engine|transport|capture)/index\\.ts$',
    '^src/verify/trace\\.ts$',
    '^src/visualize/',
  ],
  '^src/cli/': [
    '^protocol/(base|talk)/contract\\.ts$',
    '^protocol/base/codec\\.ts$',
    '^src/(index|identity|address|escape)\\.ts$',
    '^src/(engine|server|store|auth|transport|contract|codec|codegen|machines|capture|verify|visualize|inspect|conform)/index\\.ts$',
    '^src/(codec/refinements|contract/(deep-text|hash|near|protocol-name|rules|turns)|engine/(codes|error-text|sentences|xstate-version)|codegen/languages|verify/rules|visualize/formats)\\.ts$',
  ],
}

/** What `src/cli` has above its folders, and each of them may know. */
const cliErrors = '^src/cli/(exit|errors|thrown)\\.ts$'

/** The same within the command line: which of its own files each folder may know. */
const cliLayers = {
  i18n: ['^src/cli/(exit|log/events)\\.ts$'],
  terminal: [cliErrors, '^src/cli/i18n/'],
  log: [cliErrors, '^src/cli/(i18n|terminal)/'],
  files: [cliErrors, '^src/cli/(i18n|terminal)/'],
  options: [cliErrors, '^src/cli/(i18n|terminal)/'],
  messages: [cliErrors, '^src/cli/i18n/'],
  client: [cliErrors, '^src/cli/(i18n|terminal|options|messages)/'],
  operator: [cliErrors, '^src/cli/(i18n|terminal)/', '^src/cli/client/replyable-messages\\.ts$'],
  commands: ['^src/cli/(exit|errors|signals|uncaught|version)\\.ts$', '^src/cli/[a-z0-9]+/'],
}

/** Any file of ours, in whatever folder it is. */
const own = { path: '^(?!node_modules/).*/', dependencyTypesNot: ['core'] }

export default {
  forbidden: [
    ...Object.entries(cliLayers).map(([folder, to]) => ({
      name: `cli layer ${folder}`,
      severity: 'error',
      from: { path: `^src/cli/${folder}/` },
      to: { path: '^src/cli/', pathNot: [`^src/cli/${folder}/`, ...to] },
    })),
    ...Object.entries(layers).map(([from, to]) => ({
      name: `layer ${from}`,
      severity: 'error',
      from: { path: from },
      to: { ...own, pathNot: [from, ...to] },
    })),
    {
      name: 'the package is not imported by its own name',
      severity: 'error',
      from: { path: '^(src|protocol)/' },
      to: { path: '^(colloquy(/|$)|dist/)' },
    },
    { name: 'no circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'generated code is not imported by the toolchain',
      severity: 'error',
      from: { path: '^src/(contract|codegen)/' },
      to: { path: '^protocol/' },
    },
    {
      name: 'fast-check only in tests and arbitraries',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/codec/arbitraries\\.ts$' },
      to: { path: 'node_modules/fast-check' },
    },
    {
      name: 'databases and hashes only where they are used',
      severity: 'error',
      from: {
        path: '^(src|protocol)/',
        pathNot: ['^src/store/(sql|sqlite|postgres)/', '^src/auth/hashing\\.ts$'],
      },
      to: { path: 'node_modules/(libsql|kysely|pg|@node-rs)/', dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node'] },
  },
}
