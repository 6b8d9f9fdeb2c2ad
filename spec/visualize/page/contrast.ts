/** A script that finds the texts whose contrast with their ground, by WCAG, is below this, but for those out of use or drawn. */
export const contrastsBelow = (least: number): string => `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const parts = (color) => {
    canvas.clearRect(0, 0, 1, 1)
    canvas.fillStyle = color
    canvas.fillRect(0, 0, 1, 1)
    return [...canvas.getImageData(0, 0, 1, 1).data]
  }
  const light = (color) => {
    const [r, g, b] = parts(color).map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const ground = (element) => {
    const color = getComputedStyle(element).backgroundColor
    return element.parentElement === null || parts(color)[3] === 255 ? color : ground(element.parentElement)
  }
  const found = new Set()
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement
    if (walker.currentNode.data.trim() === '' || element.closest('svg, script, [aria-disabled=true]')) continue
    if (!element.checkVisibility()) continue
    const [dim, bright] = [light(getComputedStyle(element).color), light(ground(element))].sort((a, b) => a - b)
    const contrast = (bright + 0.05) / (dim + 0.05)
    if (contrast < ${least}) found.add(contrast.toFixed(1) + ' ' + walker.currentNode.data)
  }
  return [...found]
})()`
