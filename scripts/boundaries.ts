// Checks who knows whom (.dependency-cruiser.js). Exit codes: 0 as laid out, 1 not, or nothing was looked at.
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import extractDepcruiseConfig from 'dependency-cruiser/config-utl/extract-depcruise-config'

/** Fewer modules than this means that the tool looked past the sources: without typescript it finds none. */
const fewest = 100

const { options, ...ruleSet } = await extractDepcruiseConfig('./.dependency-cruiser.js')
const { output } = await cruise(['src', 'protocol'], { ...options, ruleSet, validate: true })
const { violations, totalCruised } = (output as ICruiseResult).summary
for (const { rule, from, to } of violations) console.error(`${rule.name}: ${from} → ${to}`)
if (totalCruised < fewest) console.error(`Only ${totalCruised} modules were found.`)
process.exitCode = violations.length === 0 && totalCruised >= fewest ? 0 : 1
