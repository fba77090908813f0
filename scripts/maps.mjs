// Writes the geojson of one country, in metres, as SVG paths on a sheet of 1,000
// units' width, one region a line: its ISO 3166-2 code, its path, the point
// inside it where a number can stand, and for regions too small to be hit where
// their mark stands, beside them where neighbours are as small.
import { readFileSync } from 'node:fs'

const width = 1000
const withdrawn = { 'CN-71': 'CN-TW', 'CN-91': 'CN-HK', 'CN-92': 'CN-MO' } // codes of ISO 3166-2 until 2017
const marks = { 'BY-HM': [0, 0], 'CN-BJ': [-4, -10], 'CN-TJ': [48, 6], 'CN-SH': [48, 2], 'CN-HK': [60, 28], 'CN-MO': [14, 58] }
const { features } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const polygons = (g) => (g.type === 'MultiPolygon' ? g.coordinates : [g.coordinates])

const points = features.flatMap((f) => polygons(f.geometry).flat(2))
const left = Math.min(...points.map((p) => p[0]))
const top = Math.max(...points.map((p) => p[1]))
const scale = width / (Math.max(...points.map((p) => p[0])) - left)
const height = Math.ceil((top - Math.min(...points.map((p) => p[1]))) * scale)
const place = ([x, y]) => [Math.round((x - left) * scale), Math.round((top - y) * scale)]

function ring(coordinates) {
  const list = coordinates.slice(0, -1).map(place).filter(([x, y], i, all) => i === 0 || x !== all[i - 1][0] || y !== all[i - 1][1])
  const steps = list.slice(1).map(([x, y], i) => `${x - list[i][0]} ${y - list[i][1]}`)
  return list.length < 3 ? '' : `M${list[0].join(' ')}l${steps.join(' ').replaceAll(' -', '-')}z`
}

const regions = features.map((f) => {
  const code = withdrawn[f.properties.ISO] ?? f.properties.ISO
  const path = polygons(f.geometry).flatMap((p) => p.map(ring)).join('')
  const [x, y] = place([f.properties.x, f.properties.y])
  const mark = marks[code] ? `"mark":[${x + marks[code][0]},${y + marks[code][1]}],` : ''
  return `{"code":"${code}","x":${x},"y":${y},${mark}"path":"${path}"}`
})
console.log(`{"width":${width},"height":${height},"regions":[\n${regions.sort().join(',\n')}\n]}`)
