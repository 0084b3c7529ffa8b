package ballot

// Heard waits until WeChat was asked about all who were seen.
func (s *Service) Heard() { s.risks.done.Wait() }
