import { expect, jest, test } from '@jest/globals'
import { LineEditor } from '../../../src/cli/terminal/line-editor.ts'

test('where no line is typed, rows stand on the terminal before anything that is printed after them', () => {
  const printed: unknown[] = []
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed.push(text)
    return true
  })
  try {
    new LineEditor().print(['Hello anna.', 'Hello again.'])
    expect(printed).toEqual(['Hello anna.\nHello again.\n'])
  } finally {
    stdout.mockRestore()
  }
})
