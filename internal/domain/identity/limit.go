package identity

import (
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/limit"
)

// tryLimits are the limits on proving who one is. The tight ones are for one
// account from one address, so that nobody can lock another out; the wide ones
// leave room for a whole conference behind one address.
type tryLimits struct {
	password, passwordAddress, passwordAccount *limit.Limiter
	link, linkAddress                          *limit.Limiter
	passkey                                    *limit.Limiter
}

func newTryLimits(signInPerMinute, linksPerHour float64) tryLimits {
	perHour := signInPerMinute * 60
	burst := max(1, int(signInPerMinute))
	links := max(1, int(linksPerHour))
	return tryLimits{
		password:        limit.New(perHour, burst),
		passwordAddress: limit.New(perHour*20, burst*20),
		passwordAccount: limit.New(perHour*5, burst*20),
		link:            limit.New(linksPerHour, links),
		linkAddress:     limit.New(linksPerHour*20, links*20),
		passkey:         limit.New(perHour*20, burst*20),
	}
}

var errTooMany = fault.New(fault.TooMany, "account.too_many")
