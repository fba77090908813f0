package lingua_test

import (
	"fmt"

	"github.com/birzha/birzha/solver/lingua"
)

func ExampleAnalyse() {
	for _, t := range lingua.Analyse("Очистка сточных вод, 激光加工", lingua.Russian) {
		if !t.Tail {
			fmt.Println(t.Pos, t.Word, t.Stem)
		}
	}
	// Output:
	// 0 очистка очистк
	// 1 сточных сточн
	// 2 вод вод
	// 3 激光 激光
	// 4 光加 光加
	// 5 加工 加工
}

func ExampleRelated() {
	fmt.Println(lingua.Related("апрацоўцы", "апрацоўка"), lingua.Related("станок", "станки"), lingua.Related("вода", "воздух"))
	// Output: true true false
}

func ExampleDetect() {
	for _, text := range []string{"Ачыстка сцёкавых вод на прадпрыемстве", "Очистка сточных вод на предприятии", "污水处理"} {
		fmt.Println(lingua.Detect(text)[0].Lang)
	}
	// Output:
	// be
	// ru
	// zh-Hans
}
