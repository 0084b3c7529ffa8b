package ballot

import "context"

// Heard waits until WeChat was asked about all who were seen.
func (s *Service) Heard() { s.risks.done.Wait() }

// Solution is the answer to a puzzle.
func (s *Service) Solution(campaign, token string) Answer {
	aead, err := s.locked(context.Background(), campaign)
	if err != nil {
		panic(err)
	}
	return Answer{Token: token, X: unlock(aead, campaign, token).X}
}
