#!/bin/sh
# Remakes the maps of regions, assets/maps, from the geojson of the npm package
# @superset-ui/legacy-plugin-chart-country-map 0.20.3 (Apache-2.0), simplified by
# mapshaper (MPL-2.0), which keeps common borders common.
#
# Needs npm unless the folder NODE_MODULES already holds both packages:
#   scripts/maps.sh [NODE_MODULES]
set -eu
cd "$(dirname "$0")/.."
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

modules=${1:-}
if [ -z "$modules" ]; then
	npm install --silent --no-save --ignore-scripts --prefix "$tmp" @superset-ui/legacy-plugin-chart-country-map@0.20.3 mapshaper@0.7.70
	modules=$tmp/node_modules
fi
maps=$modules/@superset-ui/legacy-plugin-chart-country-map/esm/countries

# country, file, share of the points that stay, projection of least distortion there
draw() {
	"$modules/.bin/mapshaper" "$maps/$2.geojson" -quiet \
		-simplify "$3" keep-shapes -proj "$4" -clean \
		-each 'x=this.innerX, y=this.innerY' -o "$tmp/$1.json" format=geojson precision=100
	node scripts/maps.mjs "$tmp/$1.json" >"assets/maps/$1.json"
}
draw BY belarus 20% '+proj=lcc +lat_1=52 +lat_2=55.5 +lon_0=28'
draw CN china 45% '+proj=aea +lat_1=25 +lat_2=47 +lon_0=105'
