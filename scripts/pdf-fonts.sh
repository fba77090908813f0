#!/bin/sh
# Remakes the fonts that printed documents embed, internal/engine/pdf/fonts, from
# the npm packages @expo-google-fonts/noto-sans (0.4.2) and noto-sans-sc (0.4.3),
# static TrueType files of Google's Noto families under the SIL Open Font License.
#
# Needs Debian's fonttools and unicode-data, and npm unless the folder NODE_MODULES
# already holds both packages:
#   apt-get install fonttools unicode-data npm
#   scripts/pdf-fonts.sh [NODE_MODULES]
set -eu
cd "$(dirname "$0")/.."
out=internal/engine/pdf/fonts
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

modules=${1:-}
if [ -z "$modules" ]; then
	npm install --silent --prefix "$tmp" @expo-google-fonts/noto-sans@0.4.2 @expo-google-fonts/noto-sans-sc@0.4.3
	modules=$tmp/node_modules
fi
sans=$modules/@expo-google-fonts/noto-sans
sc=$modules/@expo-google-fonts/noto-sans-sc

# Latin, Greek, Cyrillic, their punctuation, and the replacement character.
latin=U+0020-007E,U+00A0-024F,U+0259,U+02B0-02FF,U+0300-036F,U+0370-03FF,U+0400-052F,U+1E00-1EFF,U+2000-206F,U+2070-209F,U+20A0-20C0,U+2100-214F,U+2212,U+25CC,U+FFFD

# Hanzi: the 8,105 of the Table of General Standard Chinese Characters (2013;
# Unihan's kTGH), whose third level serves names, and all of GB 2312. With
# them symbols, CJK punctuation and full-width forms.
/usr/bin/python3 - >"$tmp/han.txt" <<'PY'
import bz2
want = set()
for line in bz2.open('/usr/share/unicode/Unihan_OtherMappings.txt.bz2', 'rt', encoding='utf-8'):
    f = line.split('\t')
    if len(f) == 3 and f[1] == 'kTGH':
        want.add(int(f[0][2:], 16))
for hi in range(0xB0, 0xF8):
    for lo in range(0xA1, 0xFF):
        try:
            want.add(ord(bytes([hi, lo]).decode('gb2312')))
        except UnicodeDecodeError:
            pass
for a, b in ((0x20, 0x7e), (0xA0, 0xFF), (0x2010, 0x2027), (0x2030, 0x203B), (0x2150, 0x218B), (0x2190, 0x21FF),
             (0x2200, 0x22FF), (0x2460, 0x24FF), (0x25A0, 0x2606), (0x2713, 0x2717), (0x3000, 0x303F), (0x3105, 0x312F), (0x3380, 0x33DF),
             (0xFE30, 0xFE4F), (0xFF00, 0xFFEF)):
    want.update(range(a, b + 1))
for c in sorted(want):
    print('U+%04X' % c)
PY

# Layout tables and hints go: the PDF writer reads neither.
subset() { # source destination unicodes-option
	pyftsubset "$1" --output-file="$out/$2" "$3" --layout-features= --no-hinting --desubroutinize \
		--drop-tables+=GSUB,GPOS,GDEF,STAT,BASE,vhea,vmtx,gasp,DSIG --name-IDs=0,1,2,3,4,5,6,13,14 \
		--notdef-outline
}
mkdir -p "$out"
subset "$sans/400Regular/NotoSans_400Regular.ttf" NotoSans-Regular.ttf "--unicodes=$latin"
subset "$sans/600SemiBold/NotoSans_600SemiBold.ttf" NotoSans-SemiBold.ttf "--unicodes=$latin"
subset "$sc/400Regular/NotoSansSC_400Regular.ttf" NotoSansSC-Regular.ttf "--unicodes-file=$tmp/han.txt"
subset "$sc/600SemiBold/NotoSansSC_600SemiBold.ttf" NotoSansSC-SemiBold.ttf "--unicodes-file=$tmp/han.txt"
cp "$sans/LICENSE_FONT" "$out/OFL-NotoSans.txt"
cp "$sc/LICENSE_FONT" "$out/OFL-NotoSansSC.txt"
ls -l "$out"
