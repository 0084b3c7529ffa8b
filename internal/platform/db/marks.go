package db

import (
	"strconv"
	"strings"
)

// Marks is n placeholders from $first on, for a list whose length the caller knows: "id IN (" + db.Marks(2, 3) + ")" is
// id IN ($2, $3, $4).
func Marks(first, n int) string {
	marks := make([]string, n)
	for i := range marks {
		marks[i] = "$" + strconv.Itoa(first+i)
	}
	return strings.Join(marks, ", ")
}
